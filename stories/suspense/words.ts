// The words of the stories about Suspense, in both languages.
export const words = {
  en: {
    support: 'A component that needs a token to render',
    fallback: 'One moment …',
    ready: (name: string) => `Ready, for ${name}.`,
    retry: 'Try again',
  },
  zh: {
    support: '需要令牌才能渲染的组件',
    fallback: '请稍候……',
    ready: (name: string) => `已为 ${name} 就绪。`,
    retry: '重试',
  },
}
