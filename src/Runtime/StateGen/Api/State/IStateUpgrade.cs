namespace StateGen;

/// <summary>
/// Converts stored values of a state to another type, where the rules of schema evolution refuse to: named by <c>[State(Upgrade = typeof(...))]</c>. A type may
/// implement it several times, for several old types. It is called for values of older checkpoints, when they are restored or first read; it must be
/// a pure function that does not throw, and stays as long as checkpoints with the old type are restored.
/// </summary>
/// <typeparam name="TOld">The type as it was stored: the same members, no more and no fewer. Its name may differ.</typeparam>
/// <typeparam name="TNew">The type of the state's value, map value or list element.</typeparam>
public interface IStateUpgrade<TOld, TNew>
{
    /// <summary>Converts one value.</summary>
    /// <param name="old">The stored value. In a value state whose old type admits no null, never its default: that was never set.</param>
    static abstract TNew Upgrade(TOld old);
}
