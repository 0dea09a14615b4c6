namespace StateGen;

/// <summary>
/// Declares one case of a union: a type that a value of the attributed interface or class may have. A state can then be of that interface or class, and a
/// value is stored as its tag and its content. The type of a value must be exactly the type of one case.
/// </summary>
/// <param name="tag">
/// The stable number of the case, not negative and unique within the union. Renaming the type keeps stored values; changing the tag loses them.
/// </param>
/// <param name="type">
/// A concrete type that implements or derives from the union. If both are generic, it is the type definition, as in <c>typeof(Some&lt;&gt;)</c>.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class UnionCaseAttribute(int tag, Type type) : Attribute
{
    /// <summary>Gets the stable number of the case.</summary>
    public int Tag { get; } = tag;

    /// <summary>Gets the type of the case's values.</summary>
    public Type Type { get; } = type;
}
