namespace StateGen;

/// <summary>
/// Has a codec generated for a type that no state of the assembly holds, so that generic operators of other assemblies can keep it. Types that state of the
/// assembly holds need no attribute.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class GenerateCodecAttribute : Attribute
{
    /// <summary>On a type: that type.</summary>
    public GenerateCodecAttribute()
    {
    }

    /// <summary>On the assembly: any type that can be kept in state or be a key, as in <c>typeof(Pair&lt;int, string&gt;)</c>.</summary>
    /// <param name="type">The type.</param>
    public GenerateCodecAttribute(Type type) => Type = type;

    /// <summary>The type; null where it is the one that the attribute stands on.</summary>
    public Type? Type { get; }
}
