import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** Sends a change, keeps its refusal for the form, and has every live view ask again when it went through. */
export function useSending() {
  const client = useQueryClient();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = async (change: () => Promise<unknown>): Promise<boolean> => {
    setSending(true);
    setError(undefined);
    try {
      await change();
      await client.invalidateQueries();
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      setSending(false);
    }
  };
  return { sending, error, send, forget: () => setError(undefined) };
}
