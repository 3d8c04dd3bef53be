package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyLayout;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.layout.ColumnShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Some of the columns that batches of one schema have, in their order. A batch of these columns
 * only is another view of the same bytes: nothing is copied, and nothing is freed either.
 */
public final class ColumnSelection implements Serializable {

  private static final long serialVersionUID = 1L;

  private final BatchSchema source;
  private final BatchSchema schema;
  private final boolean[] selected;

  private ColumnSelection(BatchSchema source, BatchSchema schema, boolean[] selected) {
    this.source = source;
    this.schema = schema;
    this.selected = selected;
  }

  /** The columns whose position in the schema {@code columns} says yes to. */
  public static ColumnSelection of(BatchSchema source, IntPredicate columns) {
    List<Field> fields = source.schema().getFields();
    boolean[] selected = new boolean[fields.size()];
    List<Field> kept = new ArrayList<>();
    for (int i = 0; i < selected.length; i++) {
      selected[i] = columns.test(i);
      if (selected[i]) {
        kept.add(fields.get(i));
      }
    }
    Schema schema = new Schema(kept, source.schema().getCustomMetadata());
    return new ColumnSelection(source, BatchSchema.of(schema), selected);
  }

  /** Of the selected columns. */
  public BatchSchema schema() {
    return schema;
  }

  /**
   * The batch with the selected columns only, and the dictionaries they need.
   *
   * @throws IllegalArgumentException if the batch hasn't the schema that was selected from
   */
  public RecordBatch of(RecordBatch batch) {
    if (!source.takes(batch.batchSchema())) {
      throw new IllegalArgumentException(
          "The columns were selected from another schema than the batch has");
    }
    List<DictionaryBatch> dictionaries =
        batch.dictionaries().stream()
            .filter(dictionary -> schema.dictionaries().containsKey(dictionary.id()))
            .toList();
    return RecordBatch.of(schema, batch.rowCount(), select(batch.body()), dictionaries);
  }

  private BatchBody select(BatchBody body) {
    BodyLayout layout = body.layout();
    Picked nodeLengths = new Picked(layout.nodeLengths());
    Picked nullCounts = new Picked(layout.nullCounts());
    Picked variadicCounts = new Picked(layout.variadicCounts());
    Picked bufferOffsets = new Picked(layout.bufferOffsets());
    Picked bufferLengths = new Picked(layout.bufferLengths());
    for (int i = 0; i < selected.length; i++) {
      ColumnShape shape = source.columns().get(i).shape();
      nodeLengths.next(shape.nodes(), selected[i]);
      nullCounts.next(shape.nodes(), selected[i]);
      int buffers = shape.fixedBuffers() + variadicCounts.next(shape.viewColumns(), selected[i]);
      bufferOffsets.next(buffers, selected[i]);
      bufferLengths.next(buffers, selected[i]);
    }
    return new BatchBody(
        new BodyLayout(
            nodeLengths.picked(),
            nullCounts.picked(),
            variadicCounts.picked(),
            bufferOffsets.picked(),
            bufferLengths.picked(),
            layout.byteLength()),
        body.bytes());
  }

  /** Goes through an array and picks stretches of it. */
  private static final class Picked {
    private final int[] values;
    private final int[] picked;
    private int next;
    private int count;

    private Picked(int[] values) {
      this.values = values;
      this.picked = new int[values.length];
    }

    /** The sum of the values passed, picked or not. */
    private int next(int length, boolean pick) {
      int sum = 0;
      for (int i = next; i < next + length; i++) {
        sum += values[i];
      }
      if (pick) {
        System.arraycopy(values, next, picked, count, length);
        count += length;
      }
      next += length;
      return sum;
    }

    private int[] picked() {
      return Arrays.copyOf(picked, count);
    }
  }
}
