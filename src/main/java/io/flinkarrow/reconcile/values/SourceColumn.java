package io.flinkarrow.reconcile.values;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column of a checked body: its node, its buffers as they lie there and its children. The first
 * buffer is the validity, empty if nothing is null, except for types that have none.
 */
public record SourceColumn(
    int length, int nullCount, List<ByteBuffer> buffers, List<SourceColumn> children) {

  /** What stands above the columns of a batch. */
  public static SourceColumn root(int rows, List<Field> fields, BatchBody body) {
    return new SourceColumn(rows, 0, List.of(), new Reader(body).next(fields));
  }

  /** The only column of a body. */
  public static SourceColumn only(Field field, BatchBody body) {
    return new Reader(body).next(field);
  }

  public boolean isNull(int slot) {
    ByteBuffer validity = buffers.get(0);
    return validity.limit() > 0 && (validity.get(slot >>> 3) >>> (slot & 7) & 1) == 0;
  }

  /** Goes through nodes and buffers in the format's order. */
  private static final class Reader {
    private final BatchBody body;
    private final int[] lengths;
    private final int[] nullCounts;
    private final int[] variadicCounts;
    private int nextNode;
    private int nextVariadic;
    private int nextBuffer;

    Reader(BatchBody body) {
      this.body = body;
      this.lengths = body.nodeLengths();
      this.nullCounts = body.nullCounts();
      this.variadicCounts = body.variadicCounts();
    }

    List<SourceColumn> next(List<Field> fields) {
      List<SourceColumn> columns = new ArrayList<>();
      for (Field field : fields) {
        columns.add(next(field));
      }
      return columns;
    }

    SourceColumn next(Field field) {
      ArrowType type = StorageType.inBody(field);
      int node = nextNode++;
      int count = TypeLayout.getTypeBufferCount(type);
      if (StorageType.isView(type)) {
        count += variadicCounts[nextVariadic++];
      }
      List<ByteBuffer> buffers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        buffers.add(body.buffer(nextBuffer++));
      }
      return new SourceColumn(
          lengths[node], nullCounts[node], buffers, next(StorageType.childrenInBody(field)));
    }
  }
}
