package io.flinkarrow.reconcile.values;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.SlotBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a checked body: its node, its buffers as they lie there and its children. The first
 * buffer is the validity, empty if nothing is null, except for types that have none.
 */
public record SourceColumn(
    int length, int nullCount, List<ByteBuffer> buffers, List<SourceColumn> children) {

  /** What stands above the columns of a batch. */
  public static SourceColumn root(int rows, List<ColumnLayout> columns, BatchBody body) {
    return new SourceColumn(rows, 0, List.of(), new Reader(body).next(columns));
  }

  /** The only column of a body. */
  public static SourceColumn only(ColumnLayout column, BatchBody body) {
    return new Reader(body).next(column);
  }

  public boolean isNull(int slot) {
    return Bitmaps.isNull(buffers.get(0), slot);
  }

  /** Its values, which lie in whole bytes, and in no children. */
  public SlotBytes bytes(ColumnLayout layout) {
    return SlotBytes.of(layout, buffers).orElseThrow();
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

    List<SourceColumn> next(List<ColumnLayout> columns) {
      List<SourceColumn> read = new ArrayList<>();
      for (ColumnLayout column : columns) {
        read.add(next(column));
      }
      return read;
    }

    SourceColumn next(ColumnLayout column) {
      int node = nextNode++;
      int count = column.buffers();
      if (column.hasDataBuffers()) {
        count += variadicCounts[nextVariadic++];
      }
      List<ByteBuffer> buffers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        buffers.add(body.buffer(nextBuffer++));
      }
      return new SourceColumn(lengths[node], nullCounts[node], buffers, next(column.children()));
    }
  }
}
