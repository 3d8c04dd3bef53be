package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Batches that will be one, as many as one batch can hold. How many that is depends on the schema:
 * run ends of 16 bits count to 32,767, and elements of lists count like rows do.
 */
public final class BatchConcatenation {

  private final List<RecordBatch> batches = new ArrayList<>();

  /** Of all batches together, by node; those that rows don't use count too. */
  @Nullable private int[] slots;

  /** What each node can have. */
  @Nullable private int[] limits;

  private long bytes;

  /**
   * Adds a batch, behind those before, unless they would be more than one batch holds then.
   *
   * @return whether it was added; the first one always is
   * @throws IllegalArgumentException if it differs from those before in schema or dictionaries
   */
  public boolean add(RecordBatch batch) {
    int[] more = batch.body().layout().nodeLengths();
    long moreBytes = batch.body().bytes().length;
    if (slots == null) {
      slots = more.clone();
      limits = ColumnLayout.maximumSlots(batch.batchSchema().columns());
    } else {
      RecordBatch.requireAlike(batches.get(0), batch);
      if (!fits(more, moreBytes)) {
        return false;
      }
      for (int node = 0; node < more.length; node++) {
        slots[node] += more[node];
      }
    }
    batches.add(batch);
    bytes += moreBytes;
    return true;
  }

  private boolean fits(int[] more, long moreBytes) {
    long most = bytes + moreBytes;
    for (int node = 0; node < more.length; node++) {
      long together = (long) slots[node] + more[node];
      if (together > limits[node]) {
        return false;
      }
      // One batch without nulls and one with some: both together have a validity for all slots.
      most += BodyPlan.align(Bitmaps.bytes((int) together));
    }
    return most <= BodyPlan.MAXIMUM_BYTES;
  }

  /**
   * One batch of the rows of all, in their order.
   *
   * @throws IllegalStateException if none was added
   */
  public RecordBatch join() {
    if (batches.isEmpty()) {
      throw new IllegalStateException("There is no batch to join; add one first");
    }
    return RecordBatch.concat(batches);
  }
}
