namespace StateGen.Generators.Model;

/// <summary>What became of one attributed declaration.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
internal sealed record ParseResult<TModel>
    where TModel : class
{
    /// <summary>Null when nothing is to be emitted.</summary>
    public required TModel? Model { get; init; }

    /// <summary>What the generator has to report itself.</summary>
    public required EquatableArray<ProblemModel> Problems { get; init; }
}
