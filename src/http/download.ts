// Answers that are files: their headers, and their bytes as the client pulls them.

/** Project ids are ASCII words, yet nothing but plain name characters may reach a header. */
export function downloadHeaders(name: string, contentType: string): Record<string, string> {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(plain)}`,
    'cache-control': 'no-store',
  };
}

/** Pieces as the client pulls them; `release` is called once in the end. The first rows are read before the answer starts, so that a refused question is still an error answer. */
export async function pulled(
  pieces: AsyncGenerator<string>,
  release: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const ready = await firstPieces(pieces).catch((error) => {
    release();
    throw error;
  });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = ready.shift() ?? (await pieces.next());
          if (!done) return controller.enqueue(encoder.encode(value));
          release();
          controller.close();
        } catch (error) {
          release();
          controller.error(error);
        }
      },
      async cancel() {
        release();
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A heading and the first rows: the first piece of a format may be made without asking. */
async function firstPieces(pieces: AsyncGenerator<string>): Promise<IteratorResult<string>[]> {
  return [await pieces.next(), await pieces.next()];
}
