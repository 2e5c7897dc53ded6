// The hook that gives the words of the page's language.
import { useContext } from 'react'
import { LanguageContext, pageWords, type Language } from './page-words'
import type { Words } from './words-en'

export function useWords(): { said: Words; language: Language } {
  const language = useContext(LanguageContext)
  return { said: pageWords[language], language }
}
