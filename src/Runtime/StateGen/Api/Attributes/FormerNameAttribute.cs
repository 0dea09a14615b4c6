namespace StateGen;

/// <summary>
/// Declares the former name of a renamed state, record member, enum member or type, so that its stored values are kept. On a positional record member, put it
/// on the parameter or use the target <c>property:</c>. Keep the attribute for as long as checkpoints from before the rename are restored.
/// </summary>
/// <param name="name">
/// The former name. For a type, it includes the namespace unless that is unchanged, and has no type arguments. For a state, it is the name in checkpoints.
/// </param>
[AttributeUsage(
    AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter
        | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface,
    AllowMultiple = true,
    Inherited = false)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>Gets the former name.</summary>
    public string Name { get; } = name;
}
