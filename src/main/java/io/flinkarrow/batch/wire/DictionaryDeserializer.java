package io.flinkarrow.batch.wire;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyLayout;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.layout.ColumnShape;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;

/**
 * Reads dictionaries so that equal ones are one object: a dictionary whose content came before is
 * compared on its way in, without an array of its own. Remembers only what is still in use. Not
 * thread-safe.
 */
public final class DictionaryDeserializer {

  private static final int REMEMBERED = 64;
  private static final int CHUNK_BYTES = 8 << 10;

  private final Map<Key, WeakReference<DictionaryBatch>> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, WeakReference<DictionaryBatch>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final byte[] chunk = new byte[CHUNK_BYTES];

  private record Key(long id, long contentHash) {}

  public DictionaryBatch read(long id, long contentHash, ColumnShape shape, DataInputView in)
      throws IOException {
    BodyLayout layout = BodySerialization.readLayout(shape, "dictionary " + id, in);
    Key key = new Key(id, contentHash);
    WeakReference<DictionaryBatch> reference = recent.get(key);
    DictionaryBatch known = reference == null ? null : reference.get();
    byte[] bytes =
        known != null && known.body().layout().byteLength() == layout.byteLength()
            ? readUnlessEqual(known.body().bytes(), in)
            : BodySerialization.readBytes(in, layout.byteLength());
    if (known != null && bytes == known.body().bytes() && layout.equals(known.body().layout())) {
      return known;
    }
    DictionaryBatch read = DictionaryBatch.of(id, new BatchBody(layout, bytes));
    if (read.contentHash() != contentHash) {
      throw BodySerialization.broken(
          "dictionary " + id,
          "the content hash %016x, announced was %016x".formatted(read.contentHash(), contentHash));
    }
    recent.put(key, new WeakReference<>(read));
    return read;
  }

  /** Reads as many bytes as {@code known} has; {@code known} itself if they are equal. */
  private byte[] readUnlessEqual(byte[] known, DataInputView in) throws IOException {
    int position = 0;
    while (position < known.length) {
      int length = Math.min(chunk.length, known.length - position);
      in.readFully(chunk, 0, length);
      if (!Arrays.equals(chunk, 0, length, known, position, position + length)) {
        byte[] bytes = Arrays.copyOf(known, known.length);
        System.arraycopy(chunk, 0, bytes, position, length);
        in.readFully(bytes, position + length, bytes.length - position - length);
        return bytes;
      }
      position += length;
    }
    return known;
  }
}
