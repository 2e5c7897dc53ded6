// The words around the page of a sign-in story, in both languages.
export const backstageWords = {
  en: {
    title: 'Behind this page',
    messages: 'Phone and mailbox',
    noMessages: 'No code yet.',
    requests: (count: number) => (count === 1 ? '1 request to the service' : `${count} requests to the service`),
    noRequests: 'None yet.',
    users: 'Users of this story',
    copy: 'Copy their password',
    copied: 'Copied',
    wentTo: 'The service then sent the browser to',
  },
  zh: {
    title: '页面背后',
    messages: '手机与邮箱',
    noMessages: '还没有验证码。',
    requests: (count: number) => `发往服务的请求：${count} 次`,
    noRequests: '还没有。',
    users: '此示例的用户',
    copy: '复制密码',
    copied: '已复制',
    wentTo: '随后服务将浏览器带到',
  },
}
