// The types of these files are checked with all others of the project.
export default { typescript: { ignoreBuildErrors: true } }
