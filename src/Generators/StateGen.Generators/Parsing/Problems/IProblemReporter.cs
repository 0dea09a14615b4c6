namespace StateGen.Generators.Parsing.Problems;

/// <summary>
/// Receives what the parser finds wrong. The parser is the one place where the rules are: the generator runs it to emit, the analyzers
/// run it to report.
/// </summary>
internal interface IProblemReporter
{
    /// <summary>Takes a problem. Its location has not been looked up yet.</summary>
    void Report(Problem problem);
}
