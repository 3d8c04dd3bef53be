package io.flinkarrow.read.field;

import io.flinkarrow.value.HeapSizes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericArrayData;

/**
 * A repeated field as an array.
 *
 * @param repeated the levels from which on there is an element
 * @param memory of the row that arrays become part of
 */
record ListFieldReader(FieldReader element, Repeated repeated, RowMemory memory)
    implements FieldReader {

  @Override
  public Object read() {
    memory.charge(HeapSizes.list(0));
    if (!repeated.hasElement(element)) {
      boolean isEmpty = repeated.isEmpty(element);
      element.skipSlot();
      return isEmpty ? new GenericArrayData(new Object[0]) : null;
    }
    List<Object> elements = new ArrayList<>();
    do {
      memory.charge(HeapSizes.GROWING_ELEMENT);
      elements.add(element.read());
    } while (repeated.goesOn(element));
    return new GenericArrayData(elements.toArray());
  }

  @Override
  public void skipSlot() {
    element.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return element.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return element.repetitionLevel();
  }
}
