package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.DictionaryField;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.ReferenceField;
import io.flinkarrow.parquet.schema.FieldPlan.RunEndField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.DictionaryNode;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.FixedSizeListNode;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import io.flinkarrow.parquet.shred.nodes.ListViewNode;
import io.flinkarrow.parquet.shred.nodes.OffsetListNode;
import io.flinkarrow.parquet.shred.nodes.RunEndNode;
import io.flinkarrow.parquet.shred.nodes.StructNode;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.parquet.shred.values.ShredScratch;
import io.flinkarrow.parquet.shred.values.ValueReader;
import io.flinkarrow.parquet.shred.values.ValueReaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shreds batches of one schema into leaf slices.
 *
 * <p>Order of calls: {@link #bind} a batch, take what is needed from the leaves, {@link #release}.
 * Binding checks every length and offset, so that nothing read afterwards lies outside the batch's
 * memory. After release, or a bind that threw, nothing of the batch is referred to; what its
 * dictionaries hold is in the {@link SharedDictionaries}. Not thread-safe.
 */
public final class BatchShredder {

  /** Of a batch's long values that many rows refer to and that are copied once. */
  private static final long MOST_REFERRED_BYTES = 64 << 20;

  private final SchemaPlan plan;
  private final List<FieldNode> fields = new ArrayList<>();
  private final LeafShredder[] leaves;
  private final ValueReader[] readers;
  private final SharedDictionaries dictionaries;

  /** Rows of the batch at hand. */
  private int rowCount;

  /** Whether later batches may know the dictionaries of the batch at hand. */
  private boolean taken;

  /**
   * @param dictionaries of its batches and others
   */
  public BatchShredder(SchemaPlan plan, SharedDictionaries dictionaries) {
    this.plan = plan;
    this.dictionaries = dictionaries;
    leaves = new LeafShredder[plan.leaves().size()];
    readers = new ValueReader[leaves.length];
    Nodes nodes = new Nodes();
    for (FieldPlan field : plan.fields()) {
      FieldNode node = field.accept(nodes);
      fields.add(node);
      addLeaves(node, new ArrayList<>());
    }
  }

  /** Those of its batches and others. */
  public SharedDictionaries dictionaries() {
    return dictionaries;
  }

  /** The leaf columns, in schema order. */
  public List<LeafShredder> leaves() {
    return Arrays.asList(leaves);
  }

  /** The number of leaf columns. */
  int leafCount() {
    return leaves.length;
  }

  /** The leaf column with an ordinal; one object for all batches. */
  LeafShredder leaf(int ordinal) {
    return leaves[ordinal];
  }

  /**
   * Makes the leaves those of a batch, whose memory must not change until {@link #release}.
   *
   * <p>What is refused is refused here: no slice is, afterwards.
   *
   * @throws RefusedRowsException if nodes and buffers do not fit the schema or one another, or if a
   *     value has no place in its column, such as a null in a required one; the message names the
   *     field
   */
  public void bind(BatchBuffers batch) {
    boolean bound = false;
    rowCount = batch.rowCount();
    taken = false;
    try {
      dictionaries.beginBatch();
      checkShape(batch);
      for (FieldNode field : fields) {
        field.bind(batch, batch.rowCount());
        checkRowCount(field, batch);
      }
      long room = MOST_REFERRED_BYTES;
      for (LeafShredder leaf : leaves) {
        room = leaf.bind(batch.rowCount(), leaves.length, room);
      }
      bound = true;
    } finally {
      if (!bound) {
        release();
      }
    }
  }

  /**
   * Keeps the dictionaries of the batch for later ones; others make room for them. A batch without
   * rows changes nothing, like one that is refused.
   */
  public void take() {
    if (rowCount > 0) {
      dictionaries.endBatch();
      taken = true;
    }
  }

  /**
   * Forgets the batch's memory, and what it was the first to bring if it was not {@linkplain #take
   * taken}. To be called at the end of each write.
   */
  public void release() {
    if (!taken) {
      dictionaries.forgetBatch();
    }
    fields.forEach(FieldNode::unbind);
    for (LeafShredder leaf : leaves) {
      leaf.unbind();
    }
    ShredScratch.ofThread().shed();
  }

  private void checkShape(BatchBuffers batch) {
    if (batch.rowCount() < 0) {
      throw new RefusedRowsException(
          "Malformed batch: it must have 0 or more rows, but has " + batch.rowCount());
    }
    if (!batch.hasShape(plan.nodeCount(), plan.bufferCount(), plan.viewColumns())) {
      throw new RefusedRowsException(
          "The batch must have the %d field nodes and %d buffers of the writer's schema, but has %d and %d; "
                  .formatted(
                      plan.nodeCount(),
                      plan.bufferCount(),
                      batch.nodeLengths().length,
                      batch.ownBuffers())
              + "write batches of one schema only");
    }
  }

  private static void checkRowCount(FieldNode field, BatchBuffers batch) {
    if (field.length() != batch.rowCount()) {
      throw field.malformed(
          "a length of %d, the batch's rows".formatted(batch.rowCount()),
          "a length of " + field.length());
    }
  }

  /** The node of each field, and the reader of each leaf. */
  private final class Nodes implements FieldPlan.Visitor<FieldNode> {

    private final ValueReaders valueReaders = new ValueReaders(dictionaries);
    private final References references = new References(this);

    @Override
    public FieldNode struct(StructField field) {
      return new StructNode(
          field.position(), field.children().stream().map(child -> child.accept(this)).toList());
    }

    @Override
    public FieldNode list(ListField field) {
      return new OffsetListNode(
          field.position(), field.wideOffsets(), field.element().accept(this));
    }

    @Override
    public FieldNode listViews(ListViewField field) {
      return new ListViewNode(field.position(), field.wideOffsets(), field.element().accept(this));
    }

    @Override
    public FieldNode fixedSizeList(FixedSizeListField field) {
      return new FixedSizeListNode(field.position(), field.size(), field.element().accept(this));
    }

    @Override
    public FieldNode reference(ReferenceField field) {
      return field.acceptReference(references);
    }

    @Override
    public FieldNode leaf(LeafField field) {
      ValueReader reader = field.layout().accept(valueReaders);
      readers[field.ordinal()] = reader;
      return new LeafNode(field, reader);
    }
  }

  private record References(Nodes nodes) implements ReferenceField.Visitor<FieldNode> {

    @Override
    public FieldNode dictionary(DictionaryField field) {
      return new DictionaryNode(field, field.values().accept(nodes));
    }

    @Override
    public FieldNode runEnds(RunEndField field) {
      return new RunEndNode(field, field.values().accept(nodes));
    }
  }

  private void addLeaves(FieldNode node, List<FieldNode> parents) {
    parents.add(node);
    if (node instanceof LeafNode leaf) {
      int ordinal = leaf.field().ordinal();
      leaves[ordinal] = new LeafShredder(parents, readers[ordinal]);
    }
    node.children().forEach(child -> addLeaves(child, parents));
    parents.remove(parents.size() - 1);
  }
}
