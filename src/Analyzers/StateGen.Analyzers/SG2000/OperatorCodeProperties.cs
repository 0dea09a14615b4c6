namespace StateGen.Analyzers.SG2000;

/// <summary>What diagnostics about the code of operators tell to fixes.</summary>
public static class OperatorCodeProperties
{
    /// <summary>The name of the state that a fix is about; absent where there is no fix.</summary>
    public const string StateName = "StateName";

    /// <summary>The name of the variable that holds what was read from state; null where there is none.</summary>
    public const string LocalName = "LocalName";
}
