package io.flinkarrow.compatibility;

/**
 * What a class file names of another class.
 *
 * @param member name and descriptor; empty if it is the class itself
 * @param fromInterface whether the owner is taken for an interface
 */
record Reference(Kind kind, String owner, String member, boolean fromInterface)
    implements Comparable<Reference> {

  enum Kind {
    CLASS,
    SUPERCLASS,
    SUPERINTERFACE,
    FIELD,
    STATIC_FIELD,
    METHOD,
    STATIC_METHOD,
    /** What a lambda implements. */
    LAMBDA
  }

  static Reference toClass(String name) {
    return new Reference(Kind.CLASS, name, "", false);
  }

  @Override
  public int compareTo(Reference other) {
    return toString().compareTo(other.toString());
  }

  /** As Java names it: {@code org.apache.flink.A$B.member(Lc;)V}. */
  @Override
  public String toString() {
    return (member.isEmpty() ? owner : owner + "." + member).replace('/', '.');
  }
}
