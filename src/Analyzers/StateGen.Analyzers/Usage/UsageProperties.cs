namespace StateGen.Analyzers.Usage;

/// <summary>What diagnostics about the code of operators tell to fixes.</summary>
public static class UsageProperties
{
    /// <summary>The name that a field gets as state; absent where it cannot become state.</summary>
    public const string StateName = "StateName";
}
