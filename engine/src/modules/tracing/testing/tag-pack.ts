/** What imports a private pack of tags of one network: lines of `address,label,category,confidence`. */
export const tagPack = (code: string, network: string, lines: readonly string[]) => ({
  params: { code },
  body: {
    format: 'csv' as const,
    tier: 'private' as const,
    licence: 'own',
    defaults: { network },
    files: [
      {
        name: 'tags.csv',
        base64: Buffer.from(`address,label,category,confidence\n${lines.join('\n')}\n`).toString('base64'),
      },
    ],
  },
});
