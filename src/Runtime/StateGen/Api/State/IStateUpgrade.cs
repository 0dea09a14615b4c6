namespace StateGen;

/// <summary>
/// Converts stored values of a state to another type that the rules of schema evolution do not convert to. A state names it with
/// <c>[State(Upgrade = typeof(...))]</c>. A type may implement the interface several times, for several old types. The upgrade is called for values of older
/// checkpoints, when they are restored or first read. It must be a pure function that does not throw. Keep it for as long as checkpoints with the old type
/// are restored.
/// </summary>
/// <typeparam name="TOld">A type with exactly the members of the stored type. Its name may differ.</typeparam>
/// <typeparam name="TNew">The type of the state's value, map value, list element or accumulator.</typeparam>
public interface IStateUpgrade<TOld, TNew>
{
    /// <summary>Converts one value.</summary>
    /// <param name="old">
    /// The stored value. In a value state whose old type does not allow null, it is never the default: the default means that the state was not set.
    /// </param>
    static abstract TNew Upgrade(TOld old);
}
