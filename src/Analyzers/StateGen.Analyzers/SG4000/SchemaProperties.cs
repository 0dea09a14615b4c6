namespace StateGen.Analyzers.SG4000;

/// <summary>The names under which diagnostics about schemas carry facts to their fixes.</summary>
public static class SchemaProperties
{
    /// <summary>The text of the declared schema that is to be recorded.</summary>
    public const string Schema = nameof(Schema);

    /// <summary>The id of an operator that is to be recorded as removed.</summary>
    public const string RemovedOperator = nameof(RemovedOperator);

    /// <summary>The id of an operator whose earlier state has to be given up if the declared schema is to be recorded.</summary>
    public const string GivenUpOperator = nameof(GivenUpOperator);

    /// <summary>The name that a state, member or type was recorded under, as the attribute takes it; the first additional location is its declaration.</summary>
    public const string FormerName = nameof(FormerName);
}
