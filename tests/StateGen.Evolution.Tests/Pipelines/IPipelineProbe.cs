namespace StateGen.Evolution.Tests.Pipelines;

/// <summary>Runs one version of an operator in a pipeline.</summary>
public interface IPipelineProbe
{
    /// <summary>Runs a job whose events are keyed by their remainder.</summary>
    Task<JobResult> RunAsync(ISource<int> source, ISink<string> sink, PipelineOptions options);
}
