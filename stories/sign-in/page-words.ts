// The words of both languages, and the context by which the parts of a page get those of the chosen one.
import { createContext } from 'react'
import { english, type Words } from './words-en'
import { chinese } from './words-zh'

export type Language = 'en' | 'zh'

export const pageWords: Readonly<Record<Language, Words>> = { en: english, zh: chinese }

export const LanguageContext = createContext<Language>('en')
