namespace StateGen.TestKit.Compiler;

/// <summary>A problem as the parser reported it.</summary>
/// <param name="Id">The id of the rule.</param>
/// <param name="At">The text of the source that it points at.</param>
/// <param name="Message">The message.</param>
/// <param name="HidesAnalyzers">Whether the generator has to report it.</param>
internal sealed record FoundProblem(string Id, string At, string Message, bool HidesAnalyzers);
