package io.flinkarrow.element;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What serializers of immutable elements have in common: a copy is the element itself, and all
 * serializers of a class are equal. An element's first byte is the version of its form, because
 * Flink deserializes the in-flight data of an unaligned checkpoint without consulting the
 * serializer snapshot.
 */
public abstract class ValueSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  /**
   * Reads the form's number.
   *
   * @throws IOException if it is another one
   */
  protected static void requireVersion(int expected, String what, DataInputView in)
      throws IOException {
    int version = in.readByte();
    if (version != expected) {
      throw new IOException(
          "Expected %s in form %d but form %d came: the bytes are something else's or of another release. Drain the job with the release that wrote them (stop --drain)"
              .formatted(what, expected, version));
    }
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T copy(T element) {
    return element;
  }

  @Override
  public T copy(T element, T reuse) {
    return element;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }
}
