namespace StateGen;

/// <summary>
/// The key that an operator is working for. State handles read it at every access, so that a handle is bound once and serves every key.
/// Not thread-safe: it belongs to the operator's subtask.
/// </summary>
public abstract class CurrentKey
{
    private protected CurrentKey(string operatorId) => OperatorId = operatorId;

    /// <summary>The id of the operator, for messages.</summary>
    public string OperatorId { get; }

    /// <summary>Whether a record or timer is being processed.</summary>
    public bool IsSet { get; private protected set; }

    /// <summary>Rises whenever the key is set or unset; an enumeration that outlives its record sees it.</summary>
    public long Epoch { get; private protected set; }

    /// <summary>Throws unless a record or timer is being processed.</summary>
    /// <exception cref="NoCurrentKeyException">There is no current key; names the operator and the state.</exception>
    public void Require(string state)
    {
        if (!IsSet)
            throw new NoCurrentKeyException(OperatorId, state);
    }
}
