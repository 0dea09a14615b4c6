namespace StateGen.Engine.Telemetry;

/// <summary>
/// The cause of a failed attempt as logs and metrics show it. The message of an <see cref="OperatorException"/> contains the key, so it is left out.
/// </summary>
/// <param name="Exception">What the operator threw, or the failure itself.</param>
/// <param name="Origin">The operator and the position of the record, or "the engine".</param>
internal readonly record struct FailureCause(Exception Exception, string Origin)
{
    public static FailureCause Of(Exception failure) => failure is OperatorException { InnerException: { } thrown } operatorFailure
        ? new(thrown, $"operator '{operatorFailure.OperatorId}'{(operatorFailure.Position is { } position ? $" at {position}" : "")}")
        : new(failure, "the engine");
}
