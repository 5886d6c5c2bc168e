import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodePackages } from './packages.ts';

interface Compiled {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly evm: { readonly bytecode: { readonly object: string } } }>>
    >
  >;
}

const FILES = ['token.sol', 'mixer.sol'];

/** Code that deploys each contract of `contracts/`, in hexadecimal. */
export function compileContracts({ load }: NodePackages): Record<'Token' | 'Mixer' | 'Vault', string> {
  const solc = load('solc') as { compile(input: string): string };
  const sources = Object.fromEntries(
    FILES.map((name) => [
      name,
      { content: readFileSync(join(import.meta.dirname, 'contracts', name), 'utf8') },
    ]),
  );
  const settings = {
    optimizer: { enabled: true },
    outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
  };
  const answer = JSON.parse(
    solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })),
  ) as Compiled;
  const wrong = answer.errors?.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Error(wrong.formattedMessage);
  const code = (file: string, name: string): string =>
    `0x${answer.contracts[file]?.[name]?.evm.bytecode.object ?? ''}`;
  return {
    Token: code('token.sol', 'Token'),
    Mixer: code('mixer.sol', 'Mixer'),
    Vault: code('mixer.sol', 'Vault'),
  };
}
