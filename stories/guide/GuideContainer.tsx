// The page around the guide's texts: light or dark as chosen in the toolbar, else as the system has it.
import { DocsContainer } from '@storybook/addon-docs/blocks'
import { useEffect, useLayoutEffect, useState, type ComponentProps } from 'react'
import { GLOBALS_UPDATED } from 'storybook/internal/core-events'
import { themes } from 'storybook/theming'
import { dressPage, readChoices, type ToolbarChoices } from '../scene/toolbar'

type ContainerProps = ComponentProps<typeof DocsContainer>

/** What was chosen before this page: with a story, or in the address. */
function firstChoices(): ToolbarChoices {
  const { theme } = document.documentElement.dataset
  const inAddress = /(?:^|;)theme:(\w+)/.exec(new URLSearchParams(location.search).get('globals') ?? '')?.[1]
  return readChoices({ theme: theme ?? inAddress ?? 'system' })
}

function useTheme({ channel }: ContainerProps['context']) {
  const [{ theme }, setChoices] = useState(firstChoices)
  useEffect(() => {
    const hear = ({ globals }: { globals: object }) => setChoices(readChoices(globals))
    channel.on(GLOBALS_UPDATED, hear)
    return () => channel.off(GLOBALS_UPDATED, hear)
  }, [channel])
  return theme
}

export function GuideContainer(props: ContainerProps) {
  const theme = useTheme(props.context)
  // The guide is in English, whatever the stories speak.
  useLayoutEffect(() => dressPage({ theme, language: 'en' }), [theme])
  const isDark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
  return <DocsContainer {...props} theme={isDark ? themes.dark : themes.light} />
}
