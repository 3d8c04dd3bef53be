package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.parquet.column.LeafSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A batch while it is put together from the same rows of each leaf column. */
final class BatchAssembly {

  private final IntFunction<LeafSlice> leaves;
  private final BodyPlan plan = new BodyPlan();
  private final List<DictionaryBatch> dictionaries = new ArrayList<>();

  /**
   * @param leaves lent until {@link #body} has returned
   */
  BatchAssembly(List<LeafSlice> leaves) {
    this(leaves::get);
  }

  /**
   * @param leaves by their numbers; lent until {@link #body} has returned
   */
  BatchAssembly(IntFunction<LeafSlice> leaves) {
    this.leaves = leaves;
  }

  LeafSlice slice(int leaf) {
    return leaves.apply(leaf);
  }

  /** Nodes and buffers so far. */
  BodyPlan plan() {
    return plan;
  }

  void add(DictionaryBatch dictionary) {
    dictionaries.add(dictionary);
  }

  /**
   * All fields, depth first, which is the order of their nodes and buffers.
   *
   * @throws IOException if it would be larger than a Java array, or if leaf columns have what their
   *     field cannot have
   */
  BatchBody body(List<FieldAssembly> fields) throws IOException {
    for (FieldAssembly field : fields) {
      field.planInto(this);
    }
    return copy();
  }

  /**
   * Nodes and buffers so far.
   *
   * @throws IOException if it would be larger than a Java array
   */
  BatchBody copy() throws IOException {
    if (plan.byteLength() > BodyPlan.MAXIMUM_BYTES) {
      throw new IOException(
          "The columns take %d bytes but a batch holds at most 2 GiB. Read fewer rows or columns at a time"
              .formatted(plan.byteLength()));
    }
    return plan.copy();
  }

  List<DictionaryBatch> dictionaries() {
    return List.copyOf(dictionaries);
  }
}
