package io.flinkarrow.parquet.assemble;

import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.flat.FlatBytes;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.flat.SchemaReader;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The Arrow schema that a writer kept in the footer: what columns were before they became Parquet's
 * types. It may be damaged, or that of another file, so it is advice only.
 */
public final class StoredArrowSchema {

  private static final int CONTINUATION = -1;
  private static final int HEADER_TYPE = 1;
  private static final int HEADER = 2;
  private static final int SCHEMA = 1;
  private static final int MOST_DEPTH = 256;

  /** Arrow's fields of a column are hardly more than the file's groups of it. */
  private static final int MOST_FIELDS_PER_FIELD = 4;

  private StoredArrowSchema() {}

  /**
   * Its fields; none if the footer has none that can be read.
   *
   * @param metadata the footer's keys and values
   */
  public static List<Field> of(Map<String, String> metadata, MessageType message) {
    String entry = metadata.get(SchemaMetadata.ARROW_SCHEMA_KEY);
    if (entry == null) {
      return List.of();
    }
    try {
      return read(Base64.getDecoder().decode(entry), MOST_FIELDS_PER_FIELD * fields(message));
    } catch (MalformedBytesException | RuntimeException e) {
      // The file's own schema says all that is needed.
      return List.of();
    }
  }

  private static List<Field> read(byte[] message, int mostFields) throws MalformedBytesException {
    ByteBuffer prefix = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    // Messages of old versions of Arrow begin with their length.
    int start = prefix.getInt() == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES;
    FlatTable root = new FlatBytes(message, start, message.length, message.length).root();
    if (root.int8(HEADER_TYPE, 0) != SCHEMA) {
      return List.of();
    }
    return SchemaReader.readFields(
        root.requiredTable(HEADER, "a message's header"), mostFields, MOST_DEPTH);
  }

  private static int fields(Type type) {
    return type.isPrimitive()
        ? 1
        : 1 + type.asGroupType().getFields().stream().mapToInt(StoredArrowSchema::fields).sum();
  }
}
