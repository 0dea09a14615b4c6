namespace StateGen;

/// <summary>State was touched while no record or timer was being processed, so there is no key that it could belong to.</summary>
public sealed class NoCurrentKeyException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="state">The state that was touched.</param>
    public NoCurrentKeyException(string operatorId, string state)
        : base($"State '{state}' of operator '{operatorId}' was touched outside OnEvent and OnTimer, where there is no current key. Move the access into one of them.")
    {
        OperatorId = operatorId;
        State = state;
    }

    /// <summary>The operator whose state was touched.</summary>
    public string OperatorId { get; }

    /// <summary>The state that was touched; <c>Key</c> for the key itself.</summary>
    public string State { get; }
}
