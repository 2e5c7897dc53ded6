// The pages of the guide, by file: what Storybook calls each.
export const PAGE_IDS: Record<string, string> = {
  'calling-apis.mdx': 'guide-calling-apis--docs',
  'concepts.mdx': 'guide-concepts--docs',
  'devtools.mdx': 'guide-devtools--docs',
  'errors.mdx': 'guide-errors--docs',
  'first-run.mdx': 'guide-first-run-against-a-tenant--docs',
  'many-tabs.mdx': 'guide-many-tabs--docs',
  'recipes.mdx': 'guide-recipes--docs',
  'server-rendering.mdx': 'guide-server-rendering--docs',
  'sign-in.mdx': 'guide-sign-in--docs',
  'storage-and-security.mdx': 'guide-storage-and-security--docs',
  'testing.mdx': 'guide-testing--docs',
  'troubleshooting.mdx': 'guide-troubleshooting--docs',
  'welcome.mdx': 'welcome--docs',
}
