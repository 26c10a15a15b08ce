#[[
parley_discover_scenarios(PATHS path...
  [WORKING_DIRECTORY folder]    where parley runs and paths begin; the current source folder unless told
  [ARGS argument...]            more options of parley run: --network host
  [PREFIX text]                 before the name of each test
  [LABELS label...]             beside the scenarios' tags, which are labels too
  [PROPERTIES name value...]    more properties of each test: TIMEOUT 60)

Makes each scenario behind the paths, files or folders, a test of CTest's, named "PREFIXfile: scenario". They are looked
for whenever ctest starts, so a new scenario, file or module needs no configuring anew. A scenario that is skipped is
skipped in CTest; a file that does not load is a failing test that shows why.
]]
function(parley_discover_scenarios)
  cmake_parse_arguments(PARSE_ARGV 0 given "" "WORKING_DIRECTORY;PREFIX" "PATHS;ARGS;LABELS;PROPERTIES")
  if(given_UNPARSED_ARGUMENTS OR NOT given_PATHS)
    message(FATAL_ERROR "parley_discover_scenarios(PATHS path... [WORKING_DIRECTORY folder] [ARGS argument...] "
      "[PREFIX text] [LABELS label...] [PROPERTIES name value...]): "
      "it needs PATHS, and knows no '${given_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT given_WORKING_DIRECTORY)
    set(given_WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  get_filename_component(folder "${given_WORKING_DIRECTORY}" ABSOLUTE)

  get_property(number DIRECTORY PROPERTY parley_discoveries)
  if(NOT number)
    set(number 0)
  endif()
  math(EXPR number "${number} + 1")
  set_property(DIRECTORY PROPERTY parley_discoveries ${number})

  # Brackets keep whatever stands in a value from being read as CMake when ctest includes the file.
  foreach(name PATHS ARGS PREFIX LABELS PROPERTIES)
    set(${name} "[==[${given_${name}}]==]")
  endforeach()
  set(script "${CMAKE_CURRENT_BINARY_DIR}/parley-scenarios-${number}")
  get_property(is_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/ParleyScenarioTests.cmake.in" "${script}.in.cmake" @ONLY)
  if(is_multi_config)
    file(GENERATE OUTPUT "${script}-$<CONFIG>.cmake" INPUT "${script}.in.cmake")
    file(WRITE "${script}.cmake" "include(\"${script}-\${CTEST_CONFIGURATION_TYPE}.cmake\")\n")
  else()
    file(GENERATE OUTPUT "${script}.cmake" INPUT "${script}.in.cmake")
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}.cmake")
endfunction()
