import { Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { captionsQuery, deleteCaptions, deleteChapters, putCaptions, putChapters } from '../api/texts';
import { tell, tellFailure } from '../hooks/useNotices';
import { InlineError } from './Notice';
import { QueryView } from './QueryView';

// The service takes no more.
const LARGEST_BYTES = 512 * 1024;

/** A video's captions and chapters, each a WebVTT file. */
export function TextsForm({ videoId }: { videoId: string }) {
  const client = useQueryClient();
  const captions = useQuery(captionsQuery(videoId));
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: ['captions', videoId] }), client.invalidateQueries({ queryKey: ['playback', videoId] })]);
  const remove = useMutation({
    mutationFn: (language: string | undefined) => (language === undefined ? deleteChapters(videoId) : deleteCaptions(videoId, language)),
    onSuccess: renew,
    onError: tellFailure,
  });
  return (
    <Stack>
      <Title order={2}>Captions</Title>
      <QueryView query={captions} what="the captions">
        {({ data, chapters }) => (
          <Table aria-label="Captions and chapters">
            <Table.Tbody>
              {data.map(({ language, label }) => (
                <Table.Tr key={language}>
                  <Table.Th scope="row">{label}</Table.Th>
                  <Table.Td>{language}</Table.Td>
                  <Table.Td ta="right">
                    <Button variant="subtle" color="red" size="compact-sm" onClick={() => { remove.mutate(language); }} aria-label={`Delete the captions in ${label}`}>
                      Delete
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
              {chapters && (
                <Table.Tr>
                  <Table.Th scope="row">Chapters</Table.Th>
                  <Table.Td />
                  <Table.Td ta="right">
                    <Button variant="subtle" color="red" size="compact-sm" onClick={() => { remove.mutate(undefined); }} aria-label="Delete the chapters">
                      Delete
                    </Button>
                  </Table.Td>
                </Table.Tr>
              )}
            </Table.Tbody>
          </Table>
        )}
      </QueryView>
      <TextFile label="Captions (WebVTT)" named onText={(text, language) => putCaptions(videoId, language, text).then(renew)} />
      <TextFile label="Chapters (WebVTT)" onText={(text) => putChapters(videoId, text).then(renew)} />
    </Stack>
  );
}

function TextFile({ label, named = false, onText }: { label: string; named?: boolean; onText: (text: string, language: string) => Promise<unknown> }) {
  const [file, setFile] = useState<File>();
  const [language, setLanguage] = useState('en');
  const put = useMutation({
    mutationFn: async (chosen: File) => {
      if (chosen.size > LARGEST_BYTES) {
        throw new Error('Such a file has at most 512 KiB.');
      }
      await onText(await chosen.text(), language.trim());
    },
    onSuccess: () => {
      tell(`${label}: kept.`);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== undefined) {
          put.mutate(file);
        }
      }}
    >
      <Group align="end">
        <Text component="label" size="sm" fw={500} className="grow">
          {label}
          <input className="file-input" type="file" accept=".vtt,text/vtt" onChange={(event) => { setFile(event.currentTarget.files?.[0]); }} />
        </Text>
        {named && <TextInput label="Language" required maxLength={35} value={language} w="7rem" onChange={(event) => { setLanguage(event.currentTarget.value); }} />}
        <Button type="submit" disabled={file === undefined} loading={put.isPending}>
          Upload
        </Button>
      </Group>
      <InlineError error={put.error} />
    </form>
  );
}
