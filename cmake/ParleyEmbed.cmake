# parley_embed_lua(TARGET NAME FILES...): compiles Lua sources into TARGET as the table that
# bindings/embedded.hpp declares, so that the binary needs nothing beside it.
function(parley_embed_lua target)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_lua.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DFILES=${ARGN}"
            -P "${PROJECT_SOURCE_DIR}/cmake/EmbedLua.cmake"
    DEPENDS ${ARGN} "${PROJECT_SOURCE_DIR}/cmake/EmbedLua.cmake"
    COMMENT "Embedding the Lua half of the API"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
