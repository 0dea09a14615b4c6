namespace StateGen.Analyzers.SG2000;

/// <summary>Defines the names of the diagnostic properties that pass facts about the code of operators to code fixes.</summary>
public static class OperatorCodeProperties
{
    /// <summary>The name of the state that a fix changes or creates; absent if there is no fix.</summary>
    public const string StateName = "StateName";

    /// <summary>The name of the variable that holds the value read from state; null if there is none.</summary>
    public const string LocalName = "LocalName";
}
