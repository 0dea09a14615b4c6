namespace StateGen;

/// <summary>
/// Requests a generated codec for a type that no state of the assembly holds, so that generic operators of other assemblies can keep it in state. Types
/// that a state of the assembly holds need no attribute.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Assembly,
    AllowMultiple = true,
    Inherited = false)]
public sealed class GenerateCodecAttribute : Attribute
{
    /// <summary>Requests a codec for the type that the attribute is applied to.</summary>
    public GenerateCodecAttribute()
    {
    }

    /// <summary>Requests a codec for another type. Use this constructor on the assembly.</summary>
    /// <param name="type">A type that can be kept in state or be a key, as in <c>typeof(Pair&lt;int, string&gt;)</c>.</param>
    public GenerateCodecAttribute(Type type) => Type = type;

    /// <summary>Gets the type; null for the type that the attribute is applied to.</summary>
    public Type? Type { get; }
}
