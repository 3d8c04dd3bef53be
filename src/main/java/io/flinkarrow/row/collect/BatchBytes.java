package io.flinkarrow.row.collect;

import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.ReferenceField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.parquet.schema.LeafLayout;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.row.shred.buffers.LeafBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How large a batch of the rows at hand would be: never less than it is, and little more. Costs a
 * look at each string column and each column in a list, whatever the number of rows.
 */
final class BatchBytes {

  /** Padding, and the description: two numbers for a node, two for a buffer, one more offset. */
  private static final int NODE_BYTES = 2 * Integer.BYTES;

  private static final int BUFFER_BYTES = Long.BYTES + 3 * Integer.BYTES;

  private static final int VALIDITY_BITS = 1;

  /** Bits of a slot behind the validity: of a value, or of an offset. */
  private static final FieldPlan.Visitor<Integer> OWN_BITS =
      new FieldPlan.Visitor<>() {
        @Override
        public Integer struct(StructField field) {
          return 0;
        }

        @Override
        public Integer list(ListField field) {
          return Integer.SIZE;
        }

        @Override
        public Integer listViews(ListViewField field) {
          return 2 * Integer.SIZE;
        }

        @Override
        public Integer fixedSizeList(FixedSizeListField field) {
          return 0;
        }

        @Override
        public Integer reference(ReferenceField field) {
          throw new IllegalStateException("Rows hold their values themselves");
        }

        @Override
        public Integer leaf(LeafField field) {
          return field.layout().slotBits();
        }
      };

  private final long constantBytes;
  private final long bitsPerRow;
  private final LeafBuffer[] varying;
  private final int[] bitsPerEntry;

  BatchBytes(SchemaPlan plan, List<LeafBuffer> leaves) {
    int[] bits = new int[leaves.size()];
    plan.fields().forEach(field -> addBits(field, bits));
    long fixed = 0;
    List<Integer> others = new ArrayList<>();
    for (LeafField leaf : plan.leaves()) {
      boolean repeated = leaf.descriptor().getMaxRepetitionLevel() > 0;
      if (repeated || leaf.layout() instanceof LeafLayout.VariableBytes) {
        others.add(leaf.ordinal());
      } else {
        fixed += bits[leaf.ordinal()];
      }
    }
    constantBytes = (long) NODE_BYTES * plan.nodeCount() + (long) BUFFER_BYTES * plan.bufferCount();
    bitsPerRow = fixed;
    varying = others.stream().map(leaves::get).toArray(LeafBuffer[]::new);
    bitsPerEntry = others.stream().mapToInt(ordinal -> bits[ordinal]).toArray();
  }

  /** Bits of a slot, of a leaf and of the fields above whose slots it tells. */
  private static void addBits(FieldPlan field, int[] bits) {
    bits[field.firstLeaf().ordinal()] += VALIDITY_BITS + field.accept(OWN_BITS);
    field.children().forEach(child -> addBits(child, bits));
  }

  long of(int rowCount) {
    long bits = rowCount * bitsPerRow;
    long bytes = constantBytes;
    for (int i = 0; i < varying.length; i++) {
      bits += (long) varying[i].entries() * bitsPerEntry[i];
      bytes += varying[i].stringBytes();
    }
    return bytes + bits / Byte.SIZE;
  }
}
