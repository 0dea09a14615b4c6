namespace StateGen.Analyzers.SG4000;

/// <summary>Defines the names of the diagnostic properties that pass facts about schemas to code fixes.</summary>
public static class SchemaProperties
{
    /// <summary>The text of the declared schema to record.</summary>
    public const string Schema = nameof(Schema);

    /// <summary>The id of an operator to record as removed.</summary>
    public const string RemovedOperator = nameof(RemovedOperator);

    /// <summary>The id of an operator whose earlier state must be discarded if the declared schema is recorded.</summary>
    public const string GivenUpOperator = nameof(GivenUpOperator);

    /// <summary>
    /// The name under which a state, member or type was recorded, as an argument of <c>[FormerName]</c>. The first additional location of the diagnostic is the
    /// declaration.
    /// </summary>
    public const string FormerName = nameof(FormerName);
}
