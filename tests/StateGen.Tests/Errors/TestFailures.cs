using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Engine.Errors;

namespace StateGen.Tests.Errors;

/// <summary>The failed records of a stage that is tested without a job.</summary>
internal static class TestFailures
{
    public static FailedRecords Of(ErrorPolicy policy) => new(policy, NullLogger.Instance, subtask: 0, output: null);
}
