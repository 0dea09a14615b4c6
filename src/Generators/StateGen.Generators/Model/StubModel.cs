namespace StateGen.Generators.Model;

/// <summary>A state property that cannot work, whose half is written all the same so that the rest of the project compiles.</summary>
internal sealed record StubModel
{
    public required PropertyModel Property { get; init; }

    /// <summary>The id of the diagnostic that says why.</summary>
    public required string DiagnosticId { get; init; }
}
