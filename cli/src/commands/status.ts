import { apiClient, type Context, EXIT, type ExitCode } from '../context.ts';

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;

export async function run(_args: readonly string[], context: Context): Promise<ExitCode> {
  const { json, out, say } = context;
  const status = await apiClient(context).getStatus();
  if (json) {
    out(JSON.stringify(status));
    return EXIT.done;
  }
  const number = new Intl.NumberFormat(context.language);
  const { checkpoint, windows } = status;
  const lines: readonly (readonly [string, string])[] = [
    [
      'Atalaya',
      `${status.version}, ${status.live ? say({ es: 'en marcha', en: 'live' }) : say({ es: 'atrasado', en: 'behind' })}`,
    ],
    [
      say({ es: 'decisiones', en: 'decisions' }),
      `${number.format(status.events_per_second)}/s, p50 ${milliseconds(status.decision_p50_ms)}, p99 ${milliseconds(status.decision_p99_ms)}`,
    ],
    [say({ es: 'reglas', en: 'rules' }), `${status.scenarios}, ${status.rule_set.slice(0, 12)}`],
    [say({ es: 'listas vencidas', en: 'stale lists' }), number.format(status.lists_stale)],
    [say({ es: 'libro', en: 'journal' }), `${number.format(status.journal_entries)} · ${status.behind} ←`],
    [
      say({ es: 'punto de control', en: 'checkpoint' }),
      checkpoint === undefined ? '—' : `${number.format(checkpoint.size)} · ${checkpoint.at}`,
    ],
    [
      say({ es: 'ventanas', en: 'windows' }),
      say({
        es: `${megabytes(windows.bytes)} en memoria (${number.format(windows.customers)} clientes activos, ${number.format(windows.bytes_per_customer)} B cada uno; ${number.format(windows.entries)} anotaciones), ${megabytes(windows.bytes_on_disk)} en disco`,
        en: `${megabytes(windows.bytes)} in memory (${number.format(windows.customers)} active customers, ${number.format(windows.bytes_per_customer)} B each; ${number.format(windows.entries)} entries), ${megabytes(windows.bytes_on_disk)} on disk`,
      }),
    ],
    [
      say({ es: 'clientes', en: 'customers' }),
      `${number.format(windows.known_customers)} · ${megabytes(windows.known_bytes)}`,
    ],
  ];
  out(lines.map(([name, value]) => `${name.padEnd(18)}${value}`).join('\n'));
  return status.live ? EXIT.done : EXIT.refused;
}
