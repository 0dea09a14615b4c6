namespace StateGen.Schemas.Text;

/// <summary>
/// What one generation of a document adds to the generations before it: operators and types that are new or changed, and operators that are gone. Everything
/// else stays as it was. Operators come without their types.
/// </summary>
/// <param name="Number">The number of the generation; 0 for what stands before the first.</param>
/// <param name="Line">The line on which it begins, from 0.</param>
/// <param name="Operators">Operators that are new or changed.</param>
/// <param name="Types">Types that are new or changed.</param>
/// <param name="RemovedOperators">The ids of operators that are gone, or whose earlier state is given up where <paramref name="Operators"/> has them, too.</param>
public sealed record SchemaSection(
    int Number,
    int Line,
    EquatableArray<Located<OperatorSchema>> Operators,
    EquatableArray<Located<TypeSchema>> Types,
    EquatableArray<Located<string>> RemovedOperators);
