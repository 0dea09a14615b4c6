namespace StateGen;

/// <summary>
/// Says what something in state was called before, so that it keeps its stored values: on a state, on a member of a record (for a positional one on the parameter
/// or with <c>property:</c>), on a member of an enum, and on a type. It stays as long as checkpoints from before the rename are restored.
/// </summary>
/// <param name="name">The former name. Of a type: with its namespace, unless that is the same; without type arguments. Of a state: its name in checkpoints.</param>
[AttributeUsage(
    AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface,
    AllowMultiple = true,
    Inherited = false)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>The former name.</summary>
    public string Name { get; } = name;
}
