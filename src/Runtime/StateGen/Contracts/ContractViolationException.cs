namespace StateGen.Contracts;

/// <summary>The exception that is thrown when a source, a sink or a checkpoint storage violates a rule of its contract.</summary>
public sealed class ContractViolationException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="connector">The description of the source or sink, or the location of the storage.</param>
    /// <param name="rule">The name of the rule.</param>
    /// <param name="found">The violation that was found.</param>
    /// <param name="innerException">The exception that it threw; null when there was none.</param>
    public ContractViolationException(string connector, string rule, string found, Exception? innerException = null)
        : base($"'{connector}' violates the rule '{rule}': {found}", innerException) => Rule = rule;

    /// <summary>
    /// Gets the name of the rule, one of those in <see cref="SourceRules"/>, <see cref="SinkRules"/> and <see cref="CheckpointStorageRules"/>.
    /// </summary>
    public string Rule { get; }
}
