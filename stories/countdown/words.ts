// The words of the stories about countdown and refresh, in both languages.
export const words = {
  en: {
    readers: 'Fifty components with useIdToken()',
    allRefresh: 'All fifty ask for a refresh',
    renders: 'Renders since the first',
    reads: 'The component reads',
    value: 'Value',
    again: 'Renders',
    page: 'This page',
    visible: 'visible',
    hidden: 'hidden',
    hide: 'Say that the page is hidden',
    show: 'Say that it is shown again',
    pretended:
      'The page only says so, by document.visibilityState: it stays in sight, so that there is something to see.',
    nothing: 'refresh alone',
  },
  zh: {
    readers: '五十个使用 useIdToken() 的组件',
    allRefresh: '五十个组件同时要求刷新',
    renders: '首次之后的渲染次数',
    reads: '组件读取',
    value: '值',
    again: '渲染次数',
    page: '此页面',
    visible: '可见',
    hidden: '隐藏',
    hide: '声称页面已隐藏',
    show: '声称页面重新显示',
    pretended: '页面只是通过 document.visibilityState 声称如此：它仍在眼前，以便观察。',
    nothing: '只取 refresh',
  },
}
