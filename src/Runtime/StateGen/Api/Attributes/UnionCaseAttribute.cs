namespace StateGen;

/// <summary>
/// Declares one of the types that a value of an interface or class may have, which makes it a union: state can then be of that interface or class, and a value
/// is stored as its tag and its content. The type of a value must be exactly that of one case.
/// </summary>
/// <param name="tag">
/// The stable number of the case, not negative and unique within the union. Renaming the type does not lose stored values; changing the tag does.
/// </param>
/// <param name="type">
/// A concrete type that implements or derives from the union. Where both are generic, the definition, as in <c>typeof(Some&lt;&gt;)</c>.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class UnionCaseAttribute(int tag, Type type) : Attribute
{
    /// <summary>The stable number of the case.</summary>
    public int Tag { get; } = tag;

    /// <summary>The type of its values.</summary>
    public Type Type { get; } = type;
}
